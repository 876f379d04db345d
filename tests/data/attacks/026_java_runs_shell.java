import java.io.*;
import java.nio.file.*;
import java.util.*;


public class Main {
    public static void main(String[] args) throws Exception {
        Runtime.getRuntime().exec(new String[] {"/bin/sh", "-c", "echo x > @CANARY@/written"}).waitFor();
        System.out.println(5);
    }
}

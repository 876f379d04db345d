import java.io.*;
import java.nio.file.*;
import java.util.*;


public class Main {
    public static void main(String[] args) throws Exception {
        System.out.println(new String(Files.readAllBytes(Paths.get("@CANARY@/secret.txt"))));
    }
}

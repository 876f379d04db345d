// idea: binary search (halve what is left with every guess: about log2 n guesses)
// growth: none
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

public class Halving {
    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        int low = 1;
        int high = Integer.parseInt(in.readLine().trim());
        while (true) {
            int guess = (low + high) / 2;
            System.out.println(guess);
            System.out.flush();
            String answer = in.readLine();
            if (answer == null || answer.equals("found")) {
                return;
            }
            if (answer.equals("higher")) {
                low = guess + 1;
            } else {
                high = guess - 1;
            }
        }
    }
}

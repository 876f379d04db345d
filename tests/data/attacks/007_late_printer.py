import os, threading, time


def later():
    time.sleep(0.5)
    print(5, flush=True)


threading.Thread(target=later, daemon=True).start()
print(4)
os.close(1)

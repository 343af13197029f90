# why: io
import subprocess

subprocess.run(['sleep', '0.4'], check=True)

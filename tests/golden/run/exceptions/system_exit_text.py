# Sys.exit with a text prints it on standard error.
import sys
print('before')
sys.exit('a message for people')

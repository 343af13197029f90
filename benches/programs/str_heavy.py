"""Strings: build, split, join, replace, search, format, compare. Argument: rounds. Prints a checksum."""
import sys

WORDS = "amber birch cedar delta ember frost grove haven inlet jewel knoll lunar maple north ocean pearl".split()


def main(rounds):
    checksum = 0
    for turn in range(rounds):
        parts = []
        for i in range(200):
            word = WORDS[(i * 7 + turn) % 16]
            parts.append(f"{word}-{i:03d}" if i % 2 else word.upper() + ":" + str(i))
        text = " ".join(parts)
        lowered = text.lower().replace("-", "_").replace("ar", "AR")
        checksum += lowered.count("AR") + text.find("OCEAN") + len(text)
        for piece in lowered.split(" "):
            if piece.startswith(("a", "d")) or piece.endswith("7"):
                checksum += len(piece.strip("_0123456789"))
        letters = ""
        for character in text[:300]:
            if character.isalpha():
                letters += character
            elif character == " ":
                letters += "|"
        checksum += len(letters) + ord(letters[turn % len(letters)])
        backwards = letters[::-1]
        if backwards > letters:
            checksum += 1
        checksum += sum("%s=%d;" % (w, len(w)) in "amber=5;ocean=5;" for w in WORDS)
        checksum += hash(lowered) != hash(text)
    print(checksum)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 5500)

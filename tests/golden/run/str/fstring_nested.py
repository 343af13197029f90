# Nesting, same quotes and backslashes as since 3.12.
songs = ['a', 'b']
print(f"{", ".join(songs)}", f'{'\n'.join(songs)}', f"{f"{f"{1 + 1}"}"}")
print(f'{"\u00e9"}', f'{songs[0]!r:{'>'}{6}}', f"{'{'}{'}'}")
print(f'{ # comment
    1 + 1
}')
print(f'{{{{', f'}}}}', f'{1}}}{{', f'{{x}}')
print(f'\N{BULLET} {1} \x41 \t|')

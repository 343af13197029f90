# Methods are found along the MRO.
class Animal:
    def __init__(self, name): self.name = name
    def speak(self): return self.name + ' ' + self.sound()
    def sound(self): return '...'
class Dog(Animal):
    def sound(self): return 'woof'
class Puppy(Dog):
    def __init__(self, name, age):
        super().__init__(name)
        self.age = age
    def sound(self): return super().sound().upper() + '!'
for x in (Animal('thing'), Dog('Rex'), Puppy('Bit', 1)):
    print(x.speak(), [c.__name__ for c in type(x).__mro__])
print(Puppy.__base__, Puppy.__bases__, issubclass(Puppy, Animal), Animal.__subclasses__(), Puppy('a', 2).__dict__)

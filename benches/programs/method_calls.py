"""Method calls: inherited, overridden, super, bound, static and class methods, properties. Argument: rounds. Prints a checksum."""
import sys


class Shape:
    made = 0

    def __init__(self, size):
        self.size = size
        Shape.made += 1

    def area(self):
        return 0

    def scaled(self, factor):
        return self.area() * factor

    def describe(self):
        return self.scaled(2) + self.size

    @staticmethod
    def clamp(value):
        return value if value < 1000003 else value - 1000003

    @classmethod
    def unit(cls):
        return cls(1)

    @property
    def double(self):
        return self.size * 2


class Square(Shape):
    def area(self):
        return self.size * self.size

    def describe(self):
        return super().describe() + 1


class Box(Square):
    def __init__(self, size, height):
        super().__init__(size)
        self.height = height

    def area(self):
        return Square.area(self) * self.height

    def __call__(self, value):
        return value + self.height

    def __len__(self):
        return self.height


def main(rounds):
    shapes = [Shape(3), Square(4), Box(2, 5)]
    total = 0
    for i in range(rounds):
        for shape in shapes:
            total += shape.describe()
            total = shape.clamp(total)
        bound = shapes[i % 3].area
        total += bound() + shapes[1].double + shapes[2](i) + len(shapes[2])
        total = Shape.clamp(total % 2000006)
        if i % 50 == 0:
            total += Square.unit().area()
    print(total, Shape.made)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 350000)

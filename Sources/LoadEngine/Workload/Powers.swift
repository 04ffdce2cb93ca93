internal import Glibc

/// The one power that loads are drawn with.
enum Powers {
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}

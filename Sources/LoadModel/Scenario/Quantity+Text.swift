internal import Glibc

extension Quantity {
    /// `value`, in base units, with the largest unit in which it has one decimal at most: `2.5s`.
    ///
    /// A value that has more decimals in every unit keeps three digits in the largest unit below
    /// it.
    package static func text(_ value: Double, _ dimension: Dimension) -> String {
        let units = dimension.units.filter { !$0.symbol.hasSuffix("iB") }
        let exact = units.last { unit in
            let tenths = value / unit.scale * 10
            return tenths >= 10 && abs(tenths - tenths.rounded()) < 1e-9 * tenths
        }
        if let exact {
            let tenths = (value / exact.scale * 10).rounded()
            let (whole, tenth) = ((tenths / 10).rounded(.down), tenths.remainder(dividingBy: 10))
            let digit = Int(tenth < 0 ? tenth + 10 : tenth)
            return grouped(whole) + (digit > 0 ? ".\(digit)" : "") + exact.symbol
        }
        guard let unit = units.last(where: { value >= $0.scale }) ?? units.first else {
            return figure(value)
        }
        return figure(value / unit.scale) + unit.symbol
    }

    /// Three significant digits, thousands apart: `0.0129`, `46.6`, `120,000`.
    package static func figure(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : "∞" }
        guard value > 0 else { return "-" + figure(-value) }
        let decimals = max(0, min(9, 2 - Int(log10(value).rounded(.down))))
        let scale = pow(10, Double(decimals))
        let scaled = (value * scale).rounded()
        let integral = (scaled / scale).rounded(.down)
        let rest = Int64(scaled - integral * scale)
        guard rest > 0 else { return grouped(integral) }
        let digits = String(rest)
        var fraction = String(repeating: "0", count: decimals - digits.count) + digits
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return grouped(integral) + "." + fraction
    }

    /// A whole number, thousands apart.
    private static func grouped(_ value: Double) -> String {
        guard value < 9e18 else { return "\(value)" }
        var digits = String(Int64(value.rounded()))
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([digits] + groups).joined(separator: ",")
    }
}

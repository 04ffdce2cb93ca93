/// One plot: axes, and what is drawn between them.
struct Plot {
    struct Axis {
        let scale: Scale
        let title: String
        /// How a tick is written; with its unit, where ``title`` has none.
        let label: (Double) -> String
    }

    struct Point {
        let x: Double
        let y: Double
    }

    /// In units of the drawing, which is stretched to its place.
    struct Size {
        let width: Double
        let height: Double

        static let whole = Size(width: 760, height: 300)
        static let half = Size(width: 420, height: 262)
        static let low = Size(width: 760, height: 230)
    }

    private let title: String
    private let size: Size
    private let x: Axis
    private let y: Axis
    private var body: HTMLWriter
    /// Where the drawing begins below the title of the upright axis.
    private let top: Double

    private static let left = 62.0
    private static let right = 14.0
    private static let bottom = 42.0

    /// - Parameter title: For those who can't see it.
    init(_ title: String, _ size: Size, x: Axis, y: Axis, _ limits: PageLimits) {
        self.title = title
        self.size = size
        self.x = x
        self.y = y
        top = y.title.isEmpty ? 8 : 24
        body = HTMLWriter(limits)
    }

    // MARK: Contents

    /// Points joined by a line; what is no number parts it.
    ///
    /// - Parameter style: A class of ``PageStyle``.
    mutating func line(_ points: [Point], _ style: StaticString) {
        var path = ""
        var isOpen = false
        for point in points {
            guard point.x.isFinite, point.y.isFinite else {
                isOpen = false
                continue
            }
            path += (isOpen ? "L" : "M") + place(point)
            isOpen = true
        }
        guard !path.isEmpty else { return }
        body.empty("path", ["class": "curve \(style)", "d": path])
    }

    /// A level across the whole plot, and what it is.
    mutating func level(_ value: Double, _ style: StaticString, _ name: String) {
        let height = Self.number(vertical(value))
        let (start, end) = (Self.number(Self.left), Self.number(size.width - Self.right))
        body.empty("path", ["class": "curve \(style)", "d": "M\(start) \(height)H\(end)"])
        let isHigh = vertical(value) < top + 14
        body.element(
            "text",
            [
                "class": "\(style)", "x": Self.number(Self.left + 6),
                "y": Self.number(vertical(value) + (isHigh ? 14 : -6)),
            ],
            name
        )
    }

    /// The part between two levels.
    mutating func band(_ low: Double, _ high: Double, _ style: StaticString) {
        let top = vertical(high)
        body.empty(
            "rect",
            [
                "class": "\(style)", "x": Self.number(Self.left), "y": Self.number(top),
                "width": Self.number(size.width - Self.left - Self.right),
                "height": Self.number(max(1, vertical(low) - top)),
            ]
        )
    }

    /// - Parameter name: What is shown to a pointer that rests on it.
    mutating func mark(_ mark: PlotMark, at point: Point, _ name: String) {
        guard point.x.isFinite, point.y.isFinite else { return }
        let x = Self.number(horizontal(point.x) - 6)
        let y = Self.number(vertical(point.y) - 6)
        body.element("g", ["class": mark.rawValue]) { body in
            body.element("title", name)
            body.empty(
                "use",
                ["href": "#m-\(mark.rawValue)", "width": "12", "height": "12", "x": x, "y": y]
            )
        }
    }

    /// From `low` to `high` at `x`; without `high` an arrow goes up.
    mutating func whisker(at x: Double, _ low: Double, _ high: Double?) {
        guard x.isFinite, low.isFinite else { return }
        let (middle, end) = (horizontal(x), vertical(low))
        var path = "M\(Self.number(middle - 3)) \(Self.number(end))h6m-3 0V"
        if let high, high.isFinite {
            path += Self.number(vertical(high)) + "m-3 0h6"
        } else {
            path += Self.number(top + 2) + "m-3 5l3-5l3 5"
        }
        body.empty("path", ["class": "whisker", "d": path])
    }

    /// A cell, or several in a row.
    struct Cells {
        let row: Int
        let columns: Range<Int>
    }

    /// Fills the plot with so many rows and columns, of which some are shaded; row 0 is the lowest.
    ///
    /// - Parameter shades: From 1 on.
    mutating func grid(_ rows: Int, _ columns: Int, _ shades: [[Cells]]) {
        let width = (size.width - Self.left - Self.right) / Double(columns)
        let height = (size.height - top - Self.bottom) / Double(rows)
        let floor = size.height - Self.bottom - height / 2
        let place = [width, 0, 0, -height, Self.left, floor].map {
            "\(($0 * 1000).rounded() / 1000)"
        }
        body.element("g", ["transform": "matrix(" + place.joined(separator: " ") + ")"]) { body in
            for (index, cells) in shades.enumerated() where !cells.isEmpty {
                var path = ""
                for cell in cells {
                    path += "M\(cell.columns.lowerBound) \(cell.row)h\(cell.columns.count)"
                }
                body.empty("path", ["class": "heat\(index + 1)", "d": path])
            }
        }
    }

    // MARK: Whole

    func write(to html: inout HTMLWriter) {
        let box = "0 0 \(Self.number(size.width)) \(Self.number(size.height))"
        html.element("svg", ["viewBox": box, "role": "img", "class": "plot"]) { html in
            html.element("title", title)
            writeGrid(to: &html)
            html.append(body)
            writeTitles(to: &html)
        }
    }

    private func writeGrid(to html: inout HTMLWriter) {
        let (start, end) = (Self.left, size.width - Self.right)
        let floor = size.height - Self.bottom
        var grid = ""
        for tick in y.scale.ticks {
            grid += "M\(Self.number(start)) \(Self.number(vertical(tick)))H\(Self.number(end))"
        }
        for tick in x.scale.ticks {
            grid += "M\(Self.number(horizontal(tick))) \(Self.number(top))V\(Self.number(floor))"
        }
        html.empty("path", ["class": "grid", "d": grid])
        html.empty(
            "path",
            [
                "class": "axis",
                "d": "M\(Self.number(start)) \(Self.number(top))V\(Self.number(floor))"
                    + "H\(Self.number(end))",
            ]
        )
        for tick in y.scale.ticks {
            writeLabel(y.label(tick), start - 7, vertical(tick) + 4, "end", to: &html)
        }
        for tick in x.scale.ticks {
            writeLabel(x.label(tick), horizontal(tick), floor + 17, "middle", to: &html)
        }
    }

    private func writeTitles(to html: inout HTMLWriter) {
        let middle = (Self.left + size.width - Self.right) / 2
        writeLabel(x.title, middle, size.height - 6, "middle", to: &html)
        writeLabel(y.title, Self.left - 7, top - 12, "start", to: &html)
    }

    private func writeLabel(
        _ label: String,
        _ x: Double,
        _ y: Double,
        _ anchor: StaticString,
        to html: inout HTMLWriter
    ) {
        html.element(
            "text",
            ["x": Self.number(x), "y": Self.number(y), "text-anchor": "\(anchor)"],
            label
        )
    }

    // MARK: Places

    private func horizontal(_ value: Double) -> Double {
        Self.left + x.scale.part(value) * (size.width - Self.left - Self.right)
    }

    private func vertical(_ value: Double) -> Double {
        let height = size.height - top - Self.bottom
        return top + (1 - y.scale.part(value)) * height
    }

    private func place(_ point: Point) -> String {
        Self.number(horizontal(point.x)) + " " + Self.number(vertical(point.y))
    }

    /// With one decimal.
    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let (whole, part) = (tenths / 10, abs(tenths % 10))
        let sign = tenths < 0 && whole == 0 ? "-" : ""
        return part == 0 ? sign + String(whole) : sign + String(whole) + "." + String(part)
    }
}

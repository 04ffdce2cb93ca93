/// Paints one frame, row by row.
struct FramePainter: Sendable {
    private let format: ImageFormat
    private let style: PixelStyle
    private let frame: Int
    private let largest: Int32
    private let key: UInt64
    /// Of the row: what the ellipses make of it, and whether it is in the body.
    private var levels: [Int32]
    private var isBody: [Bool]
    /// Values of the waves at the row's crossings with the lattice.
    private var crossings: [Int32]

    /// Pixels between two crossings of the lattice of waves.
    private static let cell = 16
    private static let waveSteps: Int32 = 256

    init(_ format: ImageFormat, frame: Int) {
        self.format = format
        self.frame = frame
        style = PixelStyle(format.sopClass)
        largest = Int32(1 << format.bitsStored) - 1
        let hash = CorpusRandom.hash(
            UInt64(format.rows),
            UInt64(format.columns),
            UInt64(format.samples),
            UInt64(format.bitsStored),
            UInt64(frame)
        )
        key = UInt64(truncatingIfNeeded: hash)
        levels = [Int32](repeating: 0, count: format.columns)
        isBody = [Bool](repeating: false, count: format.columns)
        crossings = [Int32](repeating: 0, count: format.columns / Self.cell + 2)
    }

    /// Appends the row's samples.
    mutating func paint(row: Int, to bytes: inout [UInt8]) {
        drawEllipses(row)
        drawCrossings(row)
        var noise: UInt64 = 0
        for column in 0..<format.columns {
            if column % 4 == 0 {
                let position = UInt64(row &* format.columns &+ column)
                noise = CorpusRandom.mixed(key &+ position)
            }
            let random = UInt32(truncatingIfNeeded: noise & 0xFFFF)
            append(value(column, random), random, to: &bytes)
            noise >>= 16
        }
    }

    /// Colours differ by some bits of noise, as after a conversion.
    private func append(_ value: Int32, _ random: UInt32, to bytes: inout [UInt8]) {
        for sample in 0..<format.samples {
            let colour = sample > 0 && value > 0 ? Int32(random >> (sample * 3) & 7) : 0
            let value = min(largest, value + colour)
            bytes.append(UInt8(truncatingIfNeeded: value))
            if format.bitsAllocated == 16 { bytes.append(UInt8(truncatingIfNeeded: value >> 8)) }
        }
    }

    /// - Parameter random: 16 bits of noise; their two bytes together make a triangle.
    private func value(_ column: Int, _ random: UInt32) -> Int32 {
        let bits = isBody[column] ? style.noiseBits : style.airNoiseBits
        let mask = (UInt32(1) << bits) - 1
        let noise = Int32((random & mask) + (random >> 8 & mask)) - Int32(mask)
        let wave = isBody[column] ? wave(column) : 0
        return min(largest, max(0, levels[column] + wave + noise / 2))
    }

    private func wave(_ column: Int) -> Int32 {
        let cell = column / Self.cell
        let part = Int32(column % Self.cell)
        let left = crossings[cell]
        return left + (crossings[cell + 1] - left) * part / Int32(Self.cell)
    }

    private func scaled(_ thousandths: Int) -> Int32 {
        Int32(thousandths * (Int(largest) + 1) / 1000)
    }

    private mutating func drawEllipses(_ row: Int) {
        for column in 0..<format.columns {
            levels[column] = scaled(style.airLevel)
            isBody[column] = false
        }
        for (number, ellipse) in style.ellipses.enumerated() {
            let beat = Double(number * (frame % 8)) / 200
            let height = Double(ellipse.radiusY * format.rows) / 1000 * (1 + beat)
            let centre = Double(ellipse.y * format.rows) / 1000
            let offset = (Double(row) - centre) / height
            guard abs(offset) < 1 else { continue }
            let width = Double(ellipse.radiusX * format.columns) / 1000
            let half = Int(width * (1 - offset * offset).squareRoot())
            let middle = ellipse.x * format.columns / 1000
            let first = max(0, middle - half)
            let last = min(format.columns - 1, middle + half)
            guard first <= last else { continue }
            for column in first...last where number == 0 || isBody[column] {
                levels[column] += scaled(ellipse.level)
                isBody[column] = true
            }
        }
    }

    /// Between the lattice's rows above and below.
    private mutating func drawCrossings(_ row: Int) {
        let cell = row / Self.cell
        let part = Int32(row % Self.cell)
        let height = scaled(style.waves)
        for column in crossings.indices {
            let above = Self.lattice(key, cell, column)
            let below = Self.lattice(key, cell + 1, column)
            let steps = above + (below - above) * part / Int32(Self.cell)
            crossings[column] = steps * height / Self.waveSteps
        }
    }

    /// −256…255.
    private static func lattice(_ key: UInt64, _ row: Int, _ column: Int) -> Int32 {
        let place = UInt64(row) << 32 | UInt64(column)
        return Int32(CorpusRandom.mixed(~key ^ place) >> 55) - waveSteps
    }
}

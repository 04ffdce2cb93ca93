/// What the instances of a series are: SOP class and, of an image, the shape of one frame.
///
/// Images of one format share their pixel tail.
package struct ImageFormat: Hashable, Sendable {
    package let sopClass: SOPClass
    package let rows: Int
    package let columns: Int
    /// 1 is MONOCHROME2, 3 is RGB.
    package let samples: Int
    /// 8 or 16.
    package let bitsAllocated: Int
    package let bitsStored: Int

    /// An image; `columns` are even, so that every frame has an even count of bytes.
    package init(
        _ sopClass: SOPClass,
        rows: Int,
        columns: Int,
        samples: Int = 1,
        bitsAllocated: Int = 16,
        bitsStored: Int = 12
    ) {
        precondition(columns % 2 == 0, "\(columns) columns are odd")
        precondition(rows * columns * samples >= 128, "no room for the mark of an instance")
        self.sopClass = sopClass
        self.rows = rows
        self.columns = columns
        self.samples = samples
        self.bitsAllocated = bitsAllocated
        self.bitsStored = bitsStored
    }

    /// A document without pixels.
    package init(_ sopClass: SOPClass) {
        precondition(!sopClass.isImage, "an image needs a matrix")
        self.sopClass = sopClass
        (rows, columns, samples, bitsAllocated, bitsStored) = (0, 0, 0, 0, 0)
    }

    package var samplesPerFrame: Int { rows * columns * samples }
    package var bytesPerSample: Int { bitsAllocated / 8 }
    /// 0 without pixels.
    package var frameBytes: Int { samplesPerFrame * bytesPerSample }

    /// The same with the matrix shrunk until its longest side is `side`; never enlarged.
    package func shrunk(to side: Int) -> ImageFormat {
        guard max(rows, columns) > side else { return self }
        let factor = Double(side) / Double(max(rows, columns))
        return resized(by: factor)
    }

    /// The same with a matrix such that a frame has about `bytes`.
    package func sized(frameBytes bytes: Double) -> ImageFormat {
        guard frameBytes > 0 else { return self }
        return resized(by: (bytes / Double(frameBytes)).squareRoot())
    }

    /// The same frame in another SOP class.
    package func packed(as sopClass: SOPClass) -> ImageFormat {
        ImageFormat(
            sopClass,
            rows: rows,
            columns: columns,
            samples: samples,
            bitsAllocated: bitsAllocated,
            bitsStored: bitsStored
        )
    }

    private func resized(by factor: Double) -> ImageFormat {
        func side(_ length: Int) -> Int {
            min(65_534, max(16, Int((Double(length) * factor / 2).rounded()) * 2))
        }
        return ImageFormat(
            sopClass,
            rows: side(rows),
            columns: side(columns),
            samples: samples,
            bitsAllocated: bitsAllocated,
            bitsStored: bitsStored
        )
    }
}

extension ImageFormat: CustomStringConvertible {
    /// `CT 512 x 512 x 16 bit`, columns first.
    package var description: String {
        guard sopClass.isImage else { return "\(sopClass.modality) document" }
        let colour = samples == 3 ? " RGB" : ""
        return "\(sopClass.modality) \(columns) x \(rows) x \(bitsAllocated) bit\(colour)"
    }
}

internal import CLinux
internal import Glibc

/// Cores on which one thread may run.
struct CoreMask: Equatable {
    /// As the kernel has them; core 0 is the lowest bit of the first word.
    private var words: [UInt]

    private static let words = 16

    init(_ cores: [Int]) {
        words = [UInt](repeating: 0, count: Self.words)
        for core in cores where (0..<Self.words * UInt.bitWidth).contains(core) {
            words[core / UInt.bitWidth] |= 1 << UInt(core % UInt.bitWidth)
        }
    }

    /// Of a thread or of a process's first one; 0 is the calling thread. Nil when it has ended.
    init?(ofThread id: Int) {
        var words = [UInt](repeating: 0, count: Self.words)
        guard shim_get_cores(Int32(id), &words) >= 0 else { return nil }
        self.words = words
    }

    var cores: [Int] {
        (0..<Self.words * UInt.bitWidth).filter {
            words[$0 / UInt.bitWidth] >> UInt($0 % UInt.bitWidth) & 1 == 1
        }
    }

    /// - Returns: Whether the thread has it now; false when it has ended or belongs to others.
    func give(toThread id: Int) -> Bool { shim_set_cores(Int32(id), words) == 0 }
}

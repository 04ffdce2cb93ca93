internal import CLinux

/// What a descriptor is watched for, or became. Level-triggered, unless ``edge`` is asked for too.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let readable = Self(rawValue: EPOLLIN.rawValue)
    package static let writable = Self(rawValue: EPOLLOUT.rawValue)
    /// The peer closed at least its sending half.
    package static let hangUp = Self(rawValue: EPOLLRDHUP.rawValue)
    /// Reported whether asked for or not.
    package static let failed = Self(rawValue: EPOLLERR.rawValue | EPOLLHUP.rawValue)
    /// No more bytes will come behind those that are there.
    package static let ended = Self(
        rawValue: EPOLLRDHUP.rawValue | EPOLLERR.rawValue | EPOLLHUP.rawValue
    )
    /// To be told of changes only, and of each just once.
    package static let edge = Self(rawValue: EPOLLET.rawValue)
    /// There may be something to read, be it the end or an error.
    package static let worthReading = Self(
        rawValue: EPOLLIN.rawValue | EPOLLRDHUP.rawValue | EPOLLERR.rawValue | EPOLLHUP.rawValue
    )

    /// Whether both have something in common.
    package func meets(_ other: Readiness) -> Bool { rawValue & other.rawValue != 0 }
}

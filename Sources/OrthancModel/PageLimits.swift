/// Bounds of what a caller says about pages.
package enum PageLimits {
    /// Furthest position and longest page; more than there can be, so that sums don't overflow.
    package static let mostPosition = 1 << 40
}

/// A weighted least-squares fit in a few columns.
package struct LeastSquares: Equatable, Sendable {
    package let coefficients: [Double]
    /// Of the coefficients, for errors of variance 1/weight; to be multiplied by ``dispersion``
    /// where the weights only tell ratios.
    package let covariance: [[Double]]
    /// Weighted squares of what is left over.
    package let residual: Double
    package let degreesOfFreedom: Int

    /// Left-over variance by degree of freedom; `nil` without one.
    package var dispersion: Double? {
        degreesOfFreedom > 0 ? residual / Double(degreesOfFreedom) : nil
    }

    /// - Parameters:
    ///   - columns: One value a row each; at least one column.
    ///   - weights: Greater than zero.
    /// - Returns: `nil` with fewer rows than columns, columns that depend on each other, or values
    ///   that are not finite.
    package init?(columns: [[Double]], target: [Double], weights: [Double]) {
        let width = columns.count
        guard width > 0, target.count >= width, weights.count == target.count,
            columns.allSatisfy({ $0.count == target.count })
        else { return nil }
        // Columns of one size keep the elimination exact.
        var scales: [Double] = []
        for column in columns {
            var power = 0.0
            for (value, weight) in zip(column, weights) { power += weight * value * value }
            guard power > 0, power.isFinite else { return nil }
            scales.append(power.squareRoot())
        }
        var normal = Array(repeating: Array(repeating: 0.0, count: width), count: width)
        var right = Array(repeating: 0.0, count: width)
        for row in 0..<width {
            for other in 0..<width {
                let product = Self.dot(columns[row], columns[other], weights)
                normal[row][other] = product / scales[row] / scales[other]
            }
            right[row] = Self.dot(columns[row], target, weights) / scales[row]
        }
        guard let inverse = Self.inverse(of: normal) else { return nil }
        var solution: [Double] = []
        for row in 0..<width {
            var sum = 0.0
            for other in 0..<width { sum += inverse[row][other] * right[other] }
            solution.append(sum / scales[row])
        }
        guard solution.allSatisfy(\.isFinite) else { return nil }
        coefficients = solution
        covariance = (0..<width).map { row in
            (0..<width).map { inverse[row][$0] / scales[row] / scales[$0] }
        }
        residual = Self.residual(columns, target, weights, solution)
        degreesOfFreedom = target.count - width
    }

    private static func dot(_ left: [Double], _ right: [Double], _ weights: [Double]) -> Double {
        var sum = 0.0
        for index in weights.indices { sum += left[index] * right[index] * weights[index] }
        return sum
    }

    private static func residual(
        _ columns: [[Double]],
        _ target: [Double],
        _ weights: [Double],
        _ solution: [Double]
    ) -> Double {
        var sum = 0.0
        for row in target.indices {
            var off = target[row]
            for (column, coefficient) in zip(columns, solution) { off -= coefficient * column[row] }
            sum += weights[row] * off * off
        }
        return sum
    }

    /// By Gauss and Jordan, with the greatest pivot; `nil` where that one is next to nothing.
    private static func inverse(of matrix: [[Double]]) -> [[Double]]? {
        let size = matrix.count
        var left = matrix
        var right = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0.0 } }
        for column in 0..<size {
            var pivot = column
            for row in column..<size
            where left[row][column].magnitude > left[pivot][column].magnitude { pivot = row }
            guard left[pivot][column].magnitude > 1e-11 else { return nil }
            left.swapAt(column, pivot)
            right.swapAt(column, pivot)
            let factor = 1 / left[column][column]
            for index in 0..<size {
                left[column][index] *= factor
                right[column][index] *= factor
            }
            for row in 0..<size where row != column {
                let share = left[row][column]
                for index in 0..<size {
                    left[row][index] -= share * left[column][index]
                    right[row][index] -= share * right[column][index]
                }
            }
        }
        return right
    }
}

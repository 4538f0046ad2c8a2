extension Rows {
    /// ‖x‖ of every row, summed in double.
    public var norms: [Double] {
        (0..<count).map { row in
            var squares = 0.0
            for i in row * width..<(row + 1) * width { squares += Double(values[i]) * Double(values[i]) }
            return squares.squareRoot()
        }
    }
}

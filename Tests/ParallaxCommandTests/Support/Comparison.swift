/// The JSON of `parallax compare` on vectors.
struct Comparison: Decodable {
    struct Method: Decodable, Equatable {
        struct FVE: Decodable, Equatable {
            var global, per_token, uncentred, residual_variance, normalised, normalised_one_scale, normalised_oracle_scale: Double?
        }
        struct Rescaled: Decodable, Equatable {
            var global, per_token: Double?
        }
        var name: String
        var cosine, centred_cosine, mse_nrm, nmse_raw, norm_ratio, bias: Double?
        var fve: FVE
        var rescaled: Rescaled

        /// Every figure under its path in the JSON.
        var figures: [(name: String, value: Double?)] {
            [
                ("cosine", cosine), ("centred_cosine", centred_cosine), ("mse_nrm", mse_nrm), ("nmse_raw", nmse_raw),
                ("norm_ratio", norm_ratio), ("bias", bias),
                ("fve.global", fve.global), ("fve.per_token", fve.per_token), ("fve.uncentred", fve.uncentred),
                ("fve.residual_variance", fve.residual_variance),
                ("fve.normalised", fve.normalised), ("fve.normalised_one_scale", fve.normalised_one_scale),
                ("fve.normalised_oracle_scale", fve.normalised_oracle_scale),
                ("rescaled.global", rescaled.global), ("rescaled.per_token", rescaled.per_token)
            ]
        }
    }
    struct Undefined: Decodable, Equatable {
        var method, measure, why: String
    }
    var n: Int
    var dimension: Int
    var mean_from: String
    var var_from: String
    var methods: [Method]
    var disagreements: [String]
    var undefined: [Undefined]
}

namespace LearnML.Contracts;

/// <summary>Normalizes inputs to mean 0 and variance 1, followed by a learned scale and shift.</summary>
public enum Normalization
{
    /// <summary>No normalization.</summary>
    None,

    /// <summary>
    /// Batch normalization: each unit over the rows of the batch. Evaluation uses running statistics from training with momentum 0.1.
    /// (Ioffe and Szegedy 2015, https://arxiv.org/abs/1502.03167)
    /// </summary>
    Batch,

    /// <summary>Layer normalization: each row over its units. (Ba et al. 2016, https://arxiv.org/abs/1607.06450)</summary>
    Layer,
}

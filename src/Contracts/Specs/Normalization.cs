namespace LearnML.Contracts;

/// <summary>How a layer brings its inputs to mean 0 and variance 1, before a learned scale and shift.</summary>
public enum Normalization
{
    /// <summary>None.</summary>
    None,

    /// <summary>
    /// Each unit over the rows of the batch; in evaluation by running means over the training, which move by a tenth each step.
    /// (Ioffe and Szegedy 2015, https://arxiv.org/abs/1502.03167)
    /// </summary>
    Batch,

    /// <summary>Each row over its units. (Ba et al. 2016, https://arxiv.org/abs/1607.06450)</summary>
    Layer,
}

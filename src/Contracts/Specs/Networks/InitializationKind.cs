namespace LearnML.Contracts;

/// <summary>The distribution of initial weights or biases.</summary>
public enum InitializationKind
{
    /// <summary>
    /// PyTorch's default for linear layers: weights and biases are uniform within ±1/√(inputs of the layer).
    /// (https://pytorch.org/docs/stable/generated/torch.nn.Linear.html)
    /// </summary>
    Default,

    /// <summary>N(0, std²).</summary>
    Normal,

    /// <summary>Uniform from low to high.</summary>
    Uniform,

    /// <summary>The same number everywhere. The units of a layer then stay identical, because nothing breaks their symmetry.</summary>
    Constant,

    /// <summary>0 everywhere.</summary>
    Zeros,

    /// <summary>
    /// Uniform within ±√(6 / (inputs + outputs)). (Glorot and Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html)
    /// </summary>
    XavierUniform,

    /// <summary>N(0, 2 / (inputs + outputs)). (Glorot and Bengio 2010)</summary>
    XavierNormal,

    /// <summary>Uniform within ±√(6 / inputs), for relu. (He et al. 2015, https://arxiv.org/abs/1502.01852)</summary>
    KaimingUniform,

    /// <summary>N(0, 2 / inputs), for relu. (He et al. 2015)</summary>
    KaimingNormal,

    /// <summary>N(0, 1 / inputs). (LeCun et al. 1998, http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf)</summary>
    LecunNormal,

    /// <summary>
    /// N(0, 1), divided so that each unit has a standard deviation of 1 over up to 1,024 training rows. Biases without an initialization of their
    /// own: minus a random mean of the unit's values for five of these rows. (Holzmüller et al. 2024, https://arxiv.org/abs/2407.04491)
    /// </summary>
    DataDriven,

    /// <summary>
    /// Uniform from -10 to 10; values with a magnitude below 5 become 0. This is the d2l.ai book's example
    /// (https://d2l.ai/chapter_builders-guide/init-param.html).
    /// </summary>
    ThresholdedUniform,
}

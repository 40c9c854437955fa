namespace LearnML.Contracts;

/// <summary>A nonlinear function between layers. <c>GET /api/activations</c> describes when to use which.</summary>
public enum Activation
{
    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>x if x is positive, otherwise 0.01·x. (Maas et al. 2013)</summary>
    LeakyRelu,

    /// <summary>
    /// x if x is positive, otherwise a·x. Each layer learns one a, which starts at 0.25. (He et al. 2015, https://arxiv.org/abs/1502.01852)
    /// </summary>
    Prelu,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>(e^x - e^-x) / (e^x + e^-x).</summary>
    Tanh,

    /// <summary>4·sigmoid(x) - 2, the d2l.ai book's sigmoid that is 0 with slope 1 at x = 0.</summary>
    RescaledSigmoid,

    /// <summary>x if x is positive, otherwise e^x - 1. (Clevert et al. 2016, https://arxiv.org/abs/1511.07289)</summary>
    Elu,

    /// <summary>x·Φ(x), where Φ is the normal distribution function. (Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415)</summary>
    Gelu,

    /// <summary>x·sigmoid(x), also called swish. (Ramachandran et al. 2017, https://arxiv.org/abs/1710.05941)</summary>
    Silu,

    /// <summary>x·tanh(ln(1 + e^x)). (Misra 2020, https://arxiv.org/abs/1908.08681)</summary>
    Mish,

    /// <summary>
    /// 1.0507·x if x is positive, otherwise 1.7581·(e^x - 1). (Klambauer et al. 2017, https://arxiv.org/abs/1706.02515)
    /// </summary>
    Selu,

    /// <summary>ln(1 + e^x).</summary>
    Softplus,

    /// <summary>x: no activation.</summary>
    Identity,
}

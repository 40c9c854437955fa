namespace LearnML.Contracts;

/// <summary>The optimizer, with PyTorch's formulas and PyTorch's other defaults (https://pytorch.org/docs/stable/optim.html).</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent.</summary>
    Sgd,

    /// <summary>Adam (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980); weight decay is added to the gradient.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019, https://arxiv.org/abs/1711.05101).</summary>
    AdamW,

    /// <summary>RMSprop with smoothing 0.99 (Hinton's lectures, https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf).</summary>
    RmsProp,

    /// <summary>Adagrad (Duchi et al. 2011, https://jmlr.org/papers/v12/duchi11a.html).</summary>
    Adagrad,

    /// <summary>Adadelta with smoothing 0.9 (Zeiler 2012, https://arxiv.org/abs/1212.5701).</summary>
    Adadelta,
}

namespace LearnML.Contracts;

/// <summary>How a learning rate η changes while training, by PyTorch's formulas (https://pytorch.org/docs/stable/optim.html).</summary>
public enum ScheduleKind
{
    /// <summary>η.</summary>
    Constant,

    /// <summary>η times a factor for every so many epochs that have passed.</summary>
    Step,

    /// <summary>
    /// Half a cosine from η in the first epoch down towards a minimum that the epoch after the last one would have.
    /// (Loshchilov and Hutter 2017, https://arxiv.org/abs/1608.03983)
    /// </summary>
    Cosine,

    /// <summary>
    /// From η/25 up to η in the first three tenths of the steps, then down to η/250,000, each half a cosine.
    /// (Smith and Topin 2019, https://arxiv.org/abs/1708.07120)
    /// </summary>
    OneCycle,

    /// <summary>η times a factor whenever the validation loss has not improved for some epochs.</summary>
    Plateau,
}

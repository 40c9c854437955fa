namespace LearnML.Contracts;

/// <summary>How the learning rate η changes during training, with PyTorch's formulas (https://pytorch.org/docs/stable/optim.html).</summary>
public enum ScheduleKind
{
    /// <summary>Always η.</summary>
    Constant,

    /// <summary>η is multiplied by a factor after every fixed number of epochs.</summary>
    Step,

    /// <summary>
    /// Half a cosine, from η in the first epoch down to a minimum, which would be reached in the epoch after the last one.
    /// (Loshchilov and Hutter 2017, https://arxiv.org/abs/1608.03983)
    /// </summary>
    Cosine,

    /// <summary>
    /// From η/25 up to η in the first 30 % of the steps, then down to η/250,000; both parts are half a cosine.
    /// (Smith and Topin 2019, https://arxiv.org/abs/1708.07120)
    /// </summary>
    OneCycle,

    /// <summary>η is multiplied by a factor when the validation loss has not improved for some epochs.</summary>
    Plateau,
}

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

    /// <summary>
    /// η in the first half of the steps, then half a cosine down to 0. (Holzmüller et al. 2024, https://arxiv.org/abs/2407.04491)
    /// </summary>
    FlatCos,

    /// <summary>
    /// η/2·(1 - cos(2π·log₂(1 + 15t))) at the share t of the steps: four waves from 0 to η and back, each longer than the one before.
    /// (Holzmüller et al. 2024, https://arxiv.org/abs/2407.04491)
    /// </summary>
    CosLog4,

    /// <summary>η is multiplied by a factor when the validation loss has not improved for some epochs.</summary>
    Plateau,
}

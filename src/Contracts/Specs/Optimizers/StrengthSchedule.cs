namespace LearnML.Contracts;

/// <summary>How the strength of dropout or of weight decay changes from epoch to epoch. In the first epoch it is whole.</summary>
public enum StrengthSchedule
{
    /// <summary>Always the whole strength.</summary>
    Constant,

    /// <summary>Half a cosine, from the whole strength down to 0, which would be reached in the epoch after the last one.</summary>
    Cosine,

    /// <summary>
    /// The whole strength in the first half of the epochs, then half a cosine down to 0. (Holzmüller et al. 2024,
    /// https://arxiv.org/abs/2407.04491)
    /// </summary>
    FlatCos,
}

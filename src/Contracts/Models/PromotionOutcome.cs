namespace LearnML.Contracts;

/// <summary>Why a new version was promoted or not.</summary>
public enum PromotionOutcome
{
    /// <summary>It serves, because no other version did.</summary>
    First,

    /// <summary>It serves, because it is better than the version that served, on the same rows.</summary>
    Better,

    /// <summary>It does not serve, because it is not better than the version that serves, on the same rows.</summary>
    NotBetter,

    /// <summary>It does not serve, because the model's setting is <c>never</c>.</summary>
    Never,

    /// <summary>It does not serve, because the two versions learned from different data, so one may know rows that score the other.</summary>
    OtherData,

    /// <summary>It does not serve, because the two versions were scored on different rows.</summary>
    OtherRows,

    /// <summary>It does not serve, because a search chose one of the two by the only rows that score both, so its score is too good.</summary>
    ChosenByScore,

    /// <summary>It does not serve, because one of the two was imported, and this service did not measure its score.</summary>
    Imported,
}

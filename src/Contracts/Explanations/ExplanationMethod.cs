namespace LearnML.Contracts;

/// <summary>How the contributions of a prediction are computed.</summary>
public enum ExplanationMethod
{
    /// <summary>Over all sets of columns. Only for up to ten columns.</summary>
    Exact,

    /// <summary>Over random orders of the columns, from a fixed seed.</summary>
    Sampled,
}

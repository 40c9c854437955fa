namespace LearnML.Contracts;

/// <summary>When a new version of a model takes over the requests that name only the model.</summary>
public enum PromotionRule
{
    /// <summary>The newest version serves, until a user points the alias <c>champion</c> to a version.</summary>
    Always,

    /// <summary>
    /// The alias <c>champion</c> moves to a new version that is better on the same rows. It stays if no rows score both versions fairly.
    /// </summary>
    IfBetter,

    /// <summary>Only a user moves the alias <c>champion</c>.</summary>
    Never,
}

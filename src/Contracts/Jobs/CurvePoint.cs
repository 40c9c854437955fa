namespace LearnML.Contracts;

/// <summary>One epoch of a learning curve.</summary>
/// <param name="Fold">The fold, from 1; null without cross-validation and for its final network.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Train">Metrics on the training rows.</param>
/// <param name="Validation">Metrics on the validation rows; null if there are no such rows.</param>
public sealed record CurvePoint(int? Fold, int Epoch, Metrics Train, Metrics? Validation)
{
    /// <summary>The trial, from 1; null without a search.</summary>
    public int? Trial { get; init; }

    /// <summary>The seconds of training since the job started, including validation.</summary>
    public double ElapsedSeconds { get; init; }
}

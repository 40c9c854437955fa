namespace LearnML.Contracts;

/// <summary>
/// A model of another kind that is fitted on the same rows and scored beside the network. It is only a yardstick: it cannot be used to predict.
/// </summary>
public enum ComparedModel
{
    /// <summary>
    /// Gradient boosted trees, fitted by LightGBM with fixed settings: a learning rate of 0.05, up to 31 leaves, and as many rounds as lower the loss
    /// of a fifth of the training rows.
    /// </summary>
    BoostedTrees,
}

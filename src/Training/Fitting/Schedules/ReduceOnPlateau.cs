namespace LearnML.Training.Fitting.Schedules;

/// <summary>
/// Lowers the learning rate when a loss has not decreased for some epochs, with PyTorch's rule and its threshold of 1e-4
/// (https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html).
/// </summary>
/// <param name="factor">The factor that each plateau multiplies the learning rate by.</param>
/// <param name="patience">The number of epochs without a lower loss that are allowed. The next one lowers the learning rate.</param>
internal sealed class ReduceOnPlateau(double factor, int patience)
{
    private const double Threshold = 1e-4;

    private double lowest = double.PositiveInfinity;
    private int epochsWithoutImprovement;

    /// <summary>The product of the factors of all plateaus so far; 1 before the first plateau.</summary>
    public double Multiplier { get; private set; } = 1;

    /// <summary>Adds the loss of the next epoch.</summary>
    public void Add(double loss)
    {
        if (loss < lowest * (1 - Threshold))
        {
            (lowest, epochsWithoutImprovement) = (loss, 0);
        }
        else if (++epochsWithoutImprovement > patience)
        {
            (Multiplier, epochsWithoutImprovement) = (Multiplier * factor, 0);
        }
    }
}

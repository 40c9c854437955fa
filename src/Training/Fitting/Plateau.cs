namespace LearnML.Training.Fitting;

/// <summary>
/// Lowers the learning rate when a loss has not fallen for some epochs, by PyTorch's rule and its threshold of 1e-4
/// (https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html).
/// </summary>
/// <param name="factor">What each plateau multiplies by.</param>
/// <param name="patience">Epochs without a lower loss that are borne.</param>
internal sealed class Plateau(double factor, int patience)
{
    private const double Threshold = 1e-4;

    private double lowest = double.PositiveInfinity;
    private int waited;

    /// <summary>What the plateaus so far multiply by.</summary>
    public double Multiplier { get; private set; } = 1;

    public void Offer(double loss)
    {
        if (loss < lowest * (1 - Threshold))
        {
            (lowest, waited) = (loss, 0);
        }
        else if (++waited > patience)
        {
            (Multiplier, waited) = (Multiplier * factor, 0);
        }
    }
}

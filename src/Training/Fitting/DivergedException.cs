using System.Globalization;

namespace LearnML.Training.Fitting;

/// <summary>The loss left the range in which a network can learn.</summary>
public sealed class DivergedException : Exception
{
    internal DivergedException(int epoch, double value, double learningRate)
        : base(string.Create(CultureInfo.InvariantCulture, $"The training diverged in epoch {epoch}: the loss or its gradient became {value:g4}. {Before(epoch)} Try a smaller learning rate than {learningRate}."))
    {
    }

    private static string Before(int epoch) => epoch == 1
        ? "No epoch before it was finite."
        : string.Create(CultureInfo.InvariantCulture, $"The last finite epoch is {epoch - 1}.");
}

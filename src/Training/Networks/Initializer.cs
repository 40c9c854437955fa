using LearnML.Contracts;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>Draws the first weights of a linear layer.</summary>
internal static class Initializer
{
    private const double DefaultStd = 0.01;

    /// <summary>Fills a weight [outputs, inputs] and a bias [outputs] in place.</summary>
    public static void Fill(InitializationSpec spec, Tensor weight, Tensor bias, Generator generator)
    {
        var bound = 1 / Math.Sqrt(weight.shape[1]);
        bias.uniform_(-bound, bound, generator);
        switch (spec.Kind)
        {
            case InitializationKind.Default:
                weight.uniform_(-bound, bound, generator);
                break;
            case InitializationKind.Normal:
                weight.normal_(0, spec.Std ?? DefaultStd, generator);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(spec), spec.Kind, null);
        }
    }
}

using LearnML.Contracts;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>Draws the initial weights and biases of a linear layer.</summary>
internal static class Initializer
{
    private const double ThresholdedBound = 10;
    private const double Threshold = 5;

    /// <summary>Fills a weight [outputs, inputs] and a bias [outputs] in place.</summary>
    public static void Fill(InitializationSpec spec, Tensor weight, Tensor bias, Generator generator)
    {
        var (outputs, inputs) = (weight.size(0), weight.size(1));
        Draw(spec.Bias ?? new InitializationSpec(), bias, inputs, outputs, generator);
        Draw(spec, weight, inputs, outputs, generator);
    }

    private static void Draw(InitializationSpec spec, Tensor values, long inputs, long outputs, Generator generator)
    {
        switch (spec.Kind)
        {
            case InitializationKind.Default:
                Uniform(1 / Math.Sqrt(inputs));
                break;
            case InitializationKind.Normal:
                values.normal_(0, spec.Std ?? InitializationSpec.DefaultStd, generator);
                break;
            case InitializationKind.Uniform:
                values.uniform_(spec.Low ?? InitializationSpec.DefaultLow, spec.High ?? InitializationSpec.DefaultHigh, generator);
                break;
            case InitializationKind.Constant:
                values.copy_(tensor(spec.Value!.Value));
                break;
            case InitializationKind.Zeros:
                values.zero_();
                break;
            case InitializationKind.XavierUniform:
                Uniform(Math.Sqrt(6.0 / (inputs + outputs)));
                break;
            case InitializationKind.XavierNormal:
                values.normal_(0, Math.Sqrt(2.0 / (inputs + outputs)), generator);
                break;
            case InitializationKind.KaimingUniform:
                Uniform(Math.Sqrt(6.0 / inputs));
                break;
            case InitializationKind.KaimingNormal:
                values.normal_(0, Math.Sqrt(2.0 / inputs), generator);
                break;
            case InitializationKind.LecunNormal or InitializationKind.DataDriven:
                values.normal_(0, Math.Sqrt(1.0 / inputs), generator);
                break;
            case InitializationKind.ThresholdedUniform:
                Uniform(ThresholdedBound);
                values.mul_(values.abs().ge(tensor(Threshold)));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(spec), spec.Kind, null);
        }

        void Uniform(double bound) => values.uniform_(-bound, bound, generator);
    }
}

using LearnML.Training.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>
/// Inverted dropout: in training each unit is set to zero with probability <c>rate</c>, and the others are multiplied by 1/(1 - rate). In
/// evaluation it is the identity (Srivastava et al. 2014). TorchSharp's dropout draws from the default generator of the process. This one
/// draws from the random numbers of each member, so that runs in the same process, and members of the same network, do not influence each
/// other. <see cref="MemberRandom"/> describes how that works on a GPU, where the process has only the default generators.
/// </summary>
/// <param name="rates">The probability that a unit is set to zero: one for all members, or one for each.</param>
/// <param name="copies">The number of copies of each row in the input.</param>
/// <param name="context">What all layers of the network share.</param>
internal sealed class SeededDropout(IReadOnlyList<double> rates, int copies, LayerContext context) : Layer
{
    private (double Value, Scalar Scalar) keepProbability = (1 - rates[0], 1 - rates[0]);
    private readonly BatchedRandom random = context.Random;
    private Tensor? mask;

    public override Tensor Forward(Tensor input)
    {
        mask = !context.IsTraining || context.DropoutStrength == 0 || rates.All(rate => rate == 0) ? null
            : rates.Count == 1 ? DrawMask(input, 1 - (rates[0] * context.DropoutStrength))
            : DrawMaskOfEach(input, [.. rates.Take((int)input.size(0)).Select(rate => 1 - (rate * context.DropoutStrength))]);
        return mask is null ? input : input.mul(mask);
    }

    public override Tensor? Backward(Tensor gradient, bool needsInputGradient) => mask is null ? gradient : gradient.mul_(mask);

    /// <summary>Draws 0 for each unit that is dropped and 1/(1 - rate) for the others.</summary>
    private Tensor DrawMask(Tensor input, double keep)
    {
        if (keep != keepProbability.Value)
        {
            keepProbability.Scalar.Dispose();
            keepProbability = (keep, keep);
        }

        return random.DrawBernoulli(input.shape, _ => keep, copies, input).div_(keepProbability.Scalar);
    }

    /// <summary>The same with a probability of its own for each member that has rows.</summary>
    private Tensor DrawMaskOfEach(Tensor input, double[] keep)
    {
        using var divisors = tensor(Array.ConvertAll(keep, each => (float)each), [keep.Length, 1, 1], device: input.device);
        return random.DrawBernoulli(input.shape, member => keep[member], copies, input).div_(divisors);
    }
}

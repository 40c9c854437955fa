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

        return DrawKept(input, _ => keep).div_(keepProbability.Scalar);
    }

    /// <summary>The same with a probability of its own for each member that has rows.</summary>
    private Tensor DrawMaskOfEach(Tensor input, double[] keep)
    {
        using var divisors = tensor(Array.ConvertAll(keep, each => (float)each), [keep.Length, 1, 1], device: input.device);
        return DrawKept(input, member => keep[member]).div_(divisors);
    }

    private Tensor DrawKept(Tensor input, Func<int, double> keep)
    {
        // The mask is always contiguous, so that the draws do not depend on the memory layout of the input. For padding rows the mask is 0:
        // uninitialized memory could be NaN there, and NaN stays NaN when the loss multiplies it by a weight of 0.
        var drawn = random.Members.Count == 1
            ? empty(input.shape, input.dtype, input.device)
            : zeros(input.shape, input.dtype, input.device);
        if (random.Members.Count == 1)
        {
            random.Members[0].FillBernoulli(drawn, keep(0));
        }
        else
        {
            for (var member = 0; member < input.size(0); member++)
            {
                random.Members[member].FillBernoulli(drawn.select(0, member).narrow(0, 0, random.BatchRows[member] * copies), keep(member));
            }
        }

        return drawn;
    }
}

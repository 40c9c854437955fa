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
/// <param name="rate">The probability that a unit is set to zero.</param>
/// <param name="copies">The number of copies of each row in the input.</param>
/// <param name="context">What all layers of the network share.</param>
internal sealed class SeededDropout(double rate, int copies, LayerContext context) : Layer
{
    private (double Value, Scalar Scalar) keepProbability = (1 - rate, 1 - rate);
    private readonly BatchedRandom random = context.Random;
    private Tensor? mask;

    public override Tensor Forward(Tensor input)
    {
        var currentRate = rate * context.DropoutStrength;
        mask = context.IsTraining && currentRate > 0 ? DrawMask(input, 1 - currentRate) : null;
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

        // The mask is always contiguous, so that the draws do not depend on the memory layout of the input. For padding rows the mask is 0:
        // uninitialized memory could be NaN there, and NaN stays NaN when the loss multiplies it by a weight of 0.
        var drawn = random.Members.Count == 1
            ? empty(input.shape, input.dtype, input.device)
            : zeros(input.shape, input.dtype, input.device);
        if (random.Members.Count == 1)
        {
            random.Members[0].FillBernoulli(drawn, keep);
        }
        else
        {
            for (var member = 0; member < input.size(0); member++)
            {
                random.Members[member].FillBernoulli(drawn.select(0, member).narrow(0, 0, random.BatchRows[member] * copies), keep);
            }
        }

        return drawn.div_(keepProbability.Scalar);
    }
}

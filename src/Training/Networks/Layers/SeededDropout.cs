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
/// <param name="random">The random numbers of the members.</param>
internal sealed class SeededDropout(double rate, BatchedRandom random) : nn.Module<Tensor, Tensor>(nameof(SeededDropout))
{
    private readonly Scalar keepProbability = 1 - rate;

    public override Tensor forward(Tensor input)
    {
        if (!training || rate == 0)
        {
            return input.alias();
        }

        // The mask is always contiguous, so that the draws do not depend on the memory layout of the input. For padding rows the mask is 0:
        // uninitialized memory could be NaN there, and NaN stays NaN when the loss multiplies it by a weight of 0.
        using var mask = random.Members.Count == 1
            ? empty(input.shape, input.dtype, input.device)
            : zeros(input.shape, input.dtype, input.device);
        if (random.Members.Count == 1)
        {
            random.Members[0].FillBernoulli(mask, 1 - rate);
        }
        else
        {
            for (var member = 0; member < input.size(0); member++)
            {
                random.Members[member].FillBernoulli(mask.select(0, member).narrow(0, 0, random.BatchRows[member]), 1 - rate);
            }
        }

        mask.div_(keepProbability);
        return input.mul(mask);
    }
}

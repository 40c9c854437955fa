using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>
/// Inverted dropout: in training each unit is zeroed with probability <c>rate</c> and the others are scaled by
/// 1/(1 - rate); in evaluation it is the identity (Srivastava et al. 2014). Unlike TorchSharp's it draws from the run's
/// own generators, so that a run does not depend on what else the process computes, nor a member on the others.
/// </summary>
internal sealed class SeededDropout(double rate, StackRandom random) : nn.Module<Tensor, Tensor>(nameof(SeededDropout))
{
    private readonly Scalar kept = 1 - rate;

    public override Tensor forward(Tensor input)
    {
        if (!training || rate == 0)
        {
            return input.alias();
        }

        // Drawn in the order of rows and units, however the input lies. Padding is zero: a NaN there would outlive its weight of 0.
        using var mask = random.Members.Count == 1
            ? empty(input.shape, input.dtype, input.device)
            : zeros(input.shape, input.dtype, input.device);
        if (random.Members.Count == 1)
        {
            random.Members[0].Bernoulli(mask, 1 - rate);
        }
        else
        {
            for (var member = 0; member < input.size(0); member++)
            {
                random.Members[member].Bernoulli(mask.select(0, member).narrow(0, 0, random.BatchRows[member]), 1 - rate);
            }
        }

        mask.div_(kept);
        return input.mul(mask);
    }
}

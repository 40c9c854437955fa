using LearnML.Training.State;
using static TorchSharp.torch;

namespace LearnML.Training.Randomness;

/// <summary>
/// The random numbers of a batched network. Each member has its own, so that it gets the same results alone and with other members.
/// </summary>
internal sealed class BatchedRandom : IDisposable
{
    /// <param name="seed">The seed of the run.</param>
    /// <param name="memberIds">
    /// The ids of the members within the run. A member's seed is computed from the run's seed and the id; id 0 uses the run's seed itself.
    /// </param>
    public BatchedRandom(long seed, IEnumerable<int> memberIds)
        : this(memberIds.Select(id => (seed, id)))
    {
    }

    /// <param name="members">The seed of the run, or of its trial, and the id within it, for each member.</param>
    public BatchedRandom(IEnumerable<(long Seed, int Id)> members)
    {
        Members = [.. members.Select(member => new MemberRandom(DeriveSeed(member.Seed, member.Id)))];
        BatchRows = new long[Members.Count];
    }

    /// <summary>The random numbers of each member.</summary>
    public IReadOnlyList<MemberRandom> Members { get; }

    /// <summary>
    /// The number of rows that each member has in the current batch. Set it before a training step: a member draws only for its own rows, not
    /// for padding, as if it were trained alone.
    /// </summary>
    public long[] BatchRows { get; }

    /// <summary>The state of each member's CPU generator, which draws the order of the rows.</summary>
    public IReadOnlyList<byte[]> GeneratorStates
    {
        get => [.. Members.Select(member => member.GeneratorState)];
        set
        {
            foreach (var (member, state) in Members.Zip(value))
            {
                member.GeneratorState = state;
            }
        }
    }

    /// <summary>
    /// Draws 1 with a probability, otherwise 0, for the rows of each member in the current batch. For padding it is 0: uninitialized memory could be
    /// NaN there, and NaN stays NaN when the loss multiplies it by a weight of 0.
    /// </summary>
    /// <param name="shape">[rows x copies, units]; with several members, [active, rows x copies, units].</param>
    /// <param name="probability">Returns the probability of a member.</param>
    /// <param name="copies">The number of copies of each row.</param>
    /// <param name="like">A tensor with the type and the device of the result.</param>
    public Tensor DrawBernoulli(long[] shape, Func<int, double> probability, int copies, Tensor like)
    {
        // The result is always contiguous, so that the draws do not depend on the memory layout of another tensor.
        if (Members.Count == 1)
        {
            var drawn = empty(shape, like.dtype, like.device);
            Members[0].FillBernoulli(drawn, probability(0));
            return drawn;
        }

        var all = zeros(shape, like.dtype, like.device);
        for (var member = 0; member < shape[0]; member++)
        {
            Members[member].FillBernoulli(all.select(0, member).narrow(0, 0, BatchRows[member] * copies), probability(member));
        }

        return all;
    }

    /// <summary>Saves the state of all members' random numbers to the training state, or restores it from there.</summary>
    public void SaveOrRestore(TrainingState state)
    {
        foreach (var (index, member) in Members.Index())
        {
            member.SaveOrRestore(state, $"random.{index}");
        }
    }

    public void Dispose()
    {
        foreach (var member in Members)
        {
            member.Dispose();
        }
    }

    private static long DeriveSeed(long seed, int member) =>
        member == 0 ? seed : unchecked((long)new SplitMix64((ulong)seed + ((ulong)member << 32)).NextUInt64());
}

using LearnML.Training.State;

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

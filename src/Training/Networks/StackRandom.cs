using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;

namespace LearnML.Training.Networks;

/// <summary>
/// The randomness of a stack: each member draws from its own, so that it trains alike among others and alone.
/// </summary>
internal sealed class StackRandom : IDisposable
{
    /// <param name="seed">The run's seed.</param>
    /// <param name="members">The numbers of the members within the run; number 0 draws by the seed itself.</param>
    public StackRandom(long seed, IEnumerable<int> members)
    {
        Members = [.. members.Select(member => new RunRandom(Seed(seed, member)))];
        BatchRows = new long[Members.Count];
    }

    /// <summary>Each member's own.</summary>
    public IReadOnlyList<RunRandom> Members { get; }

    /// <summary>The rows that each member has in the batch at hand: what it draws for them is drawn as if it were alone.</summary>
    public long[] BatchRows { get; }

    /// <summary>Where each member is in its sequence of orders of rows.</summary>
    public IReadOnlyList<byte[]> State
    {
        get => [.. Members.Select(member => member.State)];
        set
        {
            foreach (var (member, state) in Members.Zip(value))
            {
                member.State = state;
            }
        }
    }

    /// <summary>Carries where each member is in all its sequences.</summary>
    public void Carry(TrainingState state)
    {
        foreach (var (index, member) in Members.Index())
        {
            member.Carry(state, $"random.{index}");
        }
    }

    public void Dispose()
    {
        foreach (var member in Members)
        {
            member.Dispose();
        }
    }

    private static long Seed(long seed, int member) =>
        member == 0 ? seed : unchecked((long)new SplitMix64((ulong)seed + ((ulong)member << 32)).Next());
}

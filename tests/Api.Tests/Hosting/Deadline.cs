using System.Diagnostics;

namespace LearnML.Api.Tests.Hosting;

/// <summary>Waiting for what must come: looked for often, given up late.</summary>
internal static class Deadline
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Longer than anything here takes on a slow machine.</summary>
    public static TimeSpan Generous { get; } = TimeSpan.FromSeconds(90);

    /// <summary>Ends what takes longer.</summary>
    public static CancellationToken Token() => new CancellationTokenSource(Generous).Token;

    /// <summary>Asks until the answer is right.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Predicate<T> right, TimeSpan? atMost = null)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (right(answer))
            {
                return answer;
            }

            Assert.True(clock.Elapsed < (atMost ?? Generous), $"Waited in vain; the last answer was {answer}.");
            await Task.Delay(Interval);
        }
    }

    public static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()), right => right);
}

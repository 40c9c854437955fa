using LearnML.Api.Telemetry;
using LearnML.Training.Predicting;

namespace LearnML.Api.Serving;

/// <summary>
/// Runs a model's rows. Requests of few rows that come while a pass is under way wait for its end and then go through together:
/// a pass of eight rows takes little longer than one of two. Nobody waits for others to come.
/// </summary>
/// <param name="predictor">The model.</param>
/// <param name="meter">Measures how many rows go together.</param>
internal sealed class JoinedPasses(Predictor predictor, ServingMeter meter)
{
    /// <summary>Requests of more rows go alone, and with all processors.</summary>
    private const int FewRows = 32;

    private const int MostRows = 64;

    private readonly Lock gate = new();
    private readonly Queue<Waiting> waiting = [];
    private bool isRunning;

    /// <summary>What the model says of rows: [rows, outputs per row], as <see cref="Predictor.Run"/> gives it.</summary>
    /// <param name="inputs">[rows, inputs]; may change again once the answer is there.</param>
    public Task<float[]> RunAsync(ReadOnlyMemory<float> inputs)
    {
        var rows = inputs.Length / predictor.Description.Inputs;
        if (rows > FewRows)
        {
            return Task.FromResult(Run(inputs.Span, rows));
        }

        var mine = new Waiting(inputs, rows);
        lock (gate)
        {
            waiting.Enqueue(mine);
            if (isRunning)
            {
                return mine.Task;
            }

            isRunning = true;
        }

        if (ThreadPool.PendingWorkItemCount > 0)
        {
            // Requests that have arrived already are read first, and go through together with this one.
            RunLater();
        }
        else
        {
            RunWaiting();
        }

        return mine.Task;
    }

    private void RunLater() => ThreadPool.UnsafeQueueUserWorkItem(passes => passes.RunWaiting(), this, preferLocal: false);

    /// <summary>Runs those that wait; who comes meanwhile is left to another thread, for this one has outputs to hand out.</summary>
    private void RunWaiting()
    {
        var joined = Take();
        var (outputs, failure) = Run(joined);
        bool areMore;
        lock (gate)
        {
            areMore = isRunning = waiting.Count > 0;
        }

        if (areMore)
        {
            RunLater();
        }

        Answer(joined, outputs, failure);
    }

    private List<Waiting> Take()
    {
        var taken = new List<Waiting>();
        lock (gate)
        {
            for (var rows = 0; waiting.TryPeek(out var next) && rows + next.Rows <= MostRows; rows += next.Rows)
            {
                taken.Add(waiting.Dequeue());
            }
        }

        return taken;
    }

    private (float[] Outputs, Exception? Failure) Run(List<Waiting> joined)
    {
        try
        {
            return (joined is [var alone] ? Run(alone.Inputs.Span, alone.Rows) : RunTogether(joined), null);
        }
        catch (Exception exception)
        {
            // Whatever it is, all of them wait for it.
            return ([], exception);
        }
    }

    private float[] RunTogether(List<Waiting> joined)
    {
        var rows = joined.Sum(request => request.Rows);
        using var inputs = new InputRows(predictor.Description.Inputs, rows * predictor.Description.Inputs);
        foreach (var request in joined)
        {
            inputs.Add(request.Inputs.Span);
        }

        return Run(inputs.Numbers.Span, rows);
    }

    private float[] Run(ReadOnlySpan<float> inputs, int rows)
    {
        var outputs = new float[rows * predictor.OutputsPerRow];
        predictor.Run(inputs, outputs);
        meter.Passed(rows);
        return outputs;
    }

    /// <summary>
    /// Gives each request its outputs. Their answers are written on other threads: what a connection has sent next begins where its answer
    /// ends, however long it takes, and no other answer is to wait for that.
    /// </summary>
    private void Answer(List<Waiting> joined, float[] outputs, Exception? failure)
    {
        var start = 0;
        foreach (var request in joined)
        {
            var end = start + (request.Rows * predictor.OutputsPerRow);
            if (failure is not null)
            {
                request.SetException(failure);
            }
            else
            {
                request.SetResult(joined.Count == 1 ? outputs : outputs[start..end]);
            }

            start = end;
        }
    }

    private sealed class Waiting(ReadOnlyMemory<float> inputs, int rows)
        : TaskCompletionSource<float[]>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public ReadOnlyMemory<float> Inputs => inputs;

        public int Rows => rows;
    }
}

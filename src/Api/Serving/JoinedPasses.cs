using LearnML.Training.Predicting;

namespace LearnML.Api.Serving;

/// <summary>
/// Runs a model's rows. Requests of few rows that come while a pass is under way wait for its end and then go through together:
/// a pass of eight rows takes little longer than one of two. Nobody waits for others to come.
/// </summary>
/// <param name="predictor">The model.</param>
internal sealed class JoinedPasses(Predictor predictor)
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
            var outputs = new float[rows * predictor.OutputsPerRow];
            predictor.Run(inputs.Span, outputs);
            return Task.FromResult(outputs);
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

        RunWaiting();
        return mine.Task;
    }

    /// <summary>Runs those that wait; who comes meanwhile is left to another thread, for this one has its own to answer.</summary>
    private void RunWaiting()
    {
        Run(Take());
        lock (gate)
        {
            if (waiting.Count == 0)
            {
                isRunning = false;
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(passes => passes.RunWaiting(), this, preferLocal: false);
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

    private void Run(List<Waiting> joined)
    {
        try
        {
            if (joined is [var alone])
            {
                var outputs = new float[alone.Rows * predictor.OutputsPerRow];
                predictor.Run(alone.Inputs.Span, outputs);
                alone.SetResult(outputs);
                return;
            }

            RunTogether(joined);
        }
        catch (Exception exception)
        {
            // Whatever it is, all of them wait for it.
            joined.ForEach(request => request.TrySetException(exception));
        }
    }

    private void RunTogether(List<Waiting> joined)
    {
        var rows = joined.Sum(request => request.Rows);
        using var inputs = new InputRows(predictor.Description.Inputs, rows * predictor.Description.Inputs);
        foreach (var request in joined)
        {
            inputs.Add(request.Inputs.Span);
        }

        var outputs = new float[rows * predictor.OutputsPerRow];
        predictor.Run(inputs.Numbers.Span, outputs);
        var start = 0;
        foreach (var request in joined)
        {
            var end = start + (request.Rows * predictor.OutputsPerRow);
            request.SetResult(outputs[start..end]);
            start = end;
        }
    }

    private sealed class Waiting(ReadOnlyMemory<float> inputs, int rows) : TaskCompletionSource<float[]>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public ReadOnlyMemory<float> Inputs => inputs;

        public int Rows => rows;
    }
}

using System.Globalization;
using System.Net;
using LearnML.Client;
using LearnML.Contracts;

namespace LearnML.Api.Demo;

/// <summary>
/// Runs the demo in a terminal: trains the recipe <c>mlp</c>, shows its epochs, and predicts ten test images. The demo is a client
/// of the service in the same process and uses only its public routes.
/// </summary>
/// <param name="learnML">The client of the service.</param>
/// <param name="terminal">The output.</param>
internal sealed class DemoCommand(LearnMLClient learnML, DemoTerminal terminal)
{
    private const string Recipe = "mlp";
    private const string GeneratedDataset = "glyphs";
    private const int Images = 10;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var job = await StartAsync(cancellation);
        job = await FollowAsync(job, cancellation);
        if (job.State == JobState.Succeeded)
        {
            await PredictAsync(job, cancellation);
        }
        else
        {
            terminal.Line($"The job is {job.State}. {job.Error}");
        }

        terminal.Line();
        terminal.Line($"The job      {new Uri(learnML.Address, $"/api/jobs/{job.Id}")}");
        terminal.Line($"Its report   {new Uri(learnML.Address, $"/api/jobs/{job.Id}/report")}");
        terminal.Line($"Swagger UI   {new Uri(learnML.Address, "/swagger")}");
        terminal.Line("The service runs until you press Ctrl+C.");
    }

    private async Task<Job> StartAsync(CancellationToken cancellation)
    {
        var dataset = (await learnML.Recipes.GetAsync(Recipe, cancellation)).Spec.Dataset;
        terminal.Line($"Loading the dataset {dataset} ...");
        try
        {
            await learnML.Datasets.GetAsync(dataset, cancellation);
        }
        catch (LearnMLException exception) when (exception.Status == HttpStatusCode.ServiceUnavailable)
        {
            terminal.Line(exception.Detail);
            terminal.Line($"The demo continues with {GeneratedDataset}, a small generated dataset of drawings.");
            dataset = GeneratedDataset;
        }

        var job = await learnML.Jobs.RunRecipeAsync(Recipe, new { dataset }, cancellation);
        terminal.Line($"Training the recipe {Recipe} on {dataset}: job {job.Id}");
        terminal.Line("epoch   train loss   accuracy   validation loss   accuracy");
        return job;
    }

    private async Task<Job> FollowAsync(Job job, CancellationToken cancellation)
    {
        var epochs = ShowEpochsAsync(job, cancellation);
        while (!epochs.IsCompleted)
        {
            job = await learnML.Jobs.GetAsync(job.Id, cancellation);
            terminal.Bar(job.Progress, string.Create(CultureInfo.InvariantCulture,
                $"{job.SamplesPerSecond ?? 0:n0} images/s, {job.EtaSeconds ?? 0:f0} s left"));
            await Task.WhenAny(epochs, Task.Delay(PollInterval, cancellation));
        }

        await epochs;
        return await learnML.Jobs.GetAsync(job.Id, cancellation);
    }

    private async Task ShowEpochsAsync(Job job, CancellationToken cancellation)
    {
        await foreach (var epoch in learnML.Jobs.WatchAsync(job.Id, cancellation: cancellation))
        {
            var (train, validation) = (epoch.Train, epoch.Validation!);
            terminal.Line(
                $"{epoch.Epoch,5}   {train.Loss,10:f4}   {train.Accuracy,8:f4}   {validation.Loss,15:f4}   {validation.Accuracy,8:f4}");
        }
    }

    private async Task PredictAsync(Job job, CancellationToken cancellation)
    {
        var rows = await learnML.Datasets.RowsAsync(job.Spec.Dataset, DatasetPart.Test, take: Images, cancellation: cancellation);
        var answer = await learnML.Models.PredictAsync(job.Model, rows.Items.Select(row => row.Pixels!), job.Version, cancellation: cancellation);
        terminal.Line();
        terminal.Line($"{Images} test images, predicted by {answer.Model} version {answer.Version} from its saved checkpoint:");
        foreach (var (row, predicted) in rows.Items.Zip(answer.Predictions))
        {
            var mark = row.ClassIndex == predicted.ClassIndex ? ' ' : '!';
            var probability = predicted.Probabilities![predicted.ClassIndex!.Value];
            terminal.Line($"{mark} {predicted.Label,-12} {probability,6:p0}   true: {row.Label}");
        }
    }
}

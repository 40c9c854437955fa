using System.Globalization;
using System.Net;
using LearnML.Client;
using LearnML.Contracts;

namespace LearnML.Api.Demo;

/// <summary>
/// The main job, shown in a terminal: trains the <c>mlp</c> recipe, follows it, predicts ten test images. It is a client
/// of this very service and uses its public routes only.
/// </summary>
/// <param name="learnML">Speaks to the service.</param>
/// <param name="terminal">Where it is shown.</param>
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
        terminal.Line("Serving until Ctrl+C.");
    }

    private async Task<Job> StartAsync(CancellationToken cancellation)
    {
        var dataset = (await learnML.Recipes.GetAsync(Recipe, cancellation)).Spec.Dataset;
        terminal.Line($"Looking for the dataset {dataset} ...");
        try
        {
            await learnML.Datasets.GetAsync(dataset, cancellation);
        }
        catch (LearnMLException exception) when (exception.Status == HttpStatusCode.ServiceUnavailable)
        {
            terminal.Line(exception.Detail);
            terminal.Line($"Going on with {GeneratedDataset}, a small dataset of generated drawings, instead.");
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
            terminal.Line(
                $"{epoch.Epoch,5}   {epoch.Train.Loss,10:f4}   {epoch.Train.Accuracy,8:f4}   {epoch.Validation!.Loss,15:f4}   {epoch.Validation.Accuracy,8:f4}");
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
            terminal.Line($"{(row.ClassIndex == predicted.ClassIndex ? ' ' : '!')} {predicted.Label,-12} {predicted.Probabilities![predicted.ClassIndex!.Value],6:p0}   true: {row.Label}");
        }
    }
}

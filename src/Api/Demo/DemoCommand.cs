using System.Globalization;
using System.Net;
using LearnML.Contracts;
using Microsoft.AspNetCore.Mvc;

namespace LearnML.Api.Demo;

/// <summary>
/// The main job, shown in a terminal: trains the <c>mlp</c> recipe, follows it, predicts ten test images. It is a client
/// of this very service and uses its public routes only.
/// </summary>
/// <param name="http">Speaks to the service.</param>
/// <param name="terminal">Where it is shown.</param>
internal sealed class DemoCommand(HttpClient http, DemoTerminal terminal)
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
        terminal.Line($"The job      {new Uri(http.BaseAddress!, $"/api/jobs/{job.Id}")}");
        terminal.Line($"Its report   {new Uri(http.BaseAddress!, $"/api/jobs/{job.Id}/report")}");
        terminal.Line($"Swagger UI   {new Uri(http.BaseAddress!, "/swagger")}");
        terminal.Line("Serving until Ctrl+C.");
    }

    private async Task<Job> StartAsync(CancellationToken cancellation)
    {
        var recipe = await GetAsync<Recipe>($"/api/recipes/{Recipe}", cancellation);
        var dataset = recipe.Spec.Dataset;
        terminal.Line($"Looking for the dataset {dataset} ...");
        using var found = await http.GetAsync($"/api/datasets/{dataset}", cancellation);
        if (found.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            var problem = await found.Content.ReadFromJsonAsync<ProblemDetails>(cancellation);
            terminal.Line(problem!.Detail);
            terminal.Line($"Going on with {GeneratedDataset}, a small dataset of generated drawings, instead.");
            dataset = GeneratedDataset;
        }

        using var posted = await http.PostAsJsonAsync($"/api/recipes/{Recipe}/jobs", new { dataset }, cancellation);
        posted.EnsureSuccessStatusCode();
        var job = await posted.Content.ReadFromJsonAsync<Job>(WireFormat.Options, cancellation);
        terminal.Line($"Training the recipe {Recipe} on {dataset}: job {job!.Id}");
        terminal.Line("epoch   train loss   accuracy   validation loss   accuracy");
        return job;
    }

    private async Task<Job> FollowAsync(Job job, CancellationToken cancellation)
    {
        long seen = 0;
        while (true)
        {
            job = await GetAsync<Job>($"/api/jobs/{job.Id}", cancellation);
            foreach (var epoch in await GetAsync<EpochMetrics[]>($"/api/jobs/{job.Id}/metrics?after={seen}", cancellation))
            {
                terminal.Line(
                    $"{epoch.Epoch,5}   {epoch.Train.Loss,10:f4}   {epoch.Train.Accuracy,8:f4}   {epoch.Validation!.Loss,15:f4}   {epoch.Validation.Accuracy,8:f4}");
                seen = epoch.Sequence;
            }

            if (job.EndedAt is not null)
            {
                return job;
            }

            terminal.Bar(job.Progress, string.Create(CultureInfo.InvariantCulture,
                $"{job.SamplesPerSecond ?? 0:n0} images/s, {job.EtaSeconds ?? 0:f0} s left"));
            await Task.Delay(PollInterval, cancellation);
        }
    }

    private async Task PredictAsync(Job job, CancellationToken cancellation)
    {
        var rows = await GetAsync<Page<DatasetRow>>($"/api/datasets/{job.Spec.Dataset}/rows?part=test&take={Images}", cancellation);
        using var posted = await http.PostAsJsonAsync(
            $"/api/models/{job.Model}/versions/{job.Version}/predict", new { instances = rows.Items.Select(row => row.Pixels) }, cancellation);
        posted.EnsureSuccessStatusCode();
        var answer = await posted.Content.ReadFromJsonAsync<PredictionResponse>(WireFormat.Options, cancellation);
        terminal.Line();
        terminal.Line($"{Images} test images, predicted by {answer!.Model} version {answer.Version} from its saved checkpoint:");
        foreach (var (row, predicted) in rows.Items.Zip(answer.Predictions))
        {
            terminal.Line($"{(row.ClassIndex == predicted.ClassIndex ? ' ' : '!')} {predicted.Label,-12} {predicted.Probabilities![predicted.ClassIndex!.Value],6:p0}   true: {row.Label}");
        }
    }

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellation) =>
        (await http.GetFromJsonAsync<T>(path, WireFormat.Options, cancellation))!;
}

using LearnML.Api.Tests.Hosting;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

public sealed class DivergedJobTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_diverged_job_offers_a_lower_learning_rate_instead_of_a_resume()
    {
        var spec = new { dataset = "polynomial", network = new { hidden = new[] { 8 } }, optimizer = new { kind = "sgd", learningRate = 1e6 } };
        var id = (await service.PostAsync("/api/jobs", spec)).GetProperty("id").GetString();
        await Deadline.UntilAsync(() => service.GetAsync($"/api/jobs/{id}"), job => job.GetProperty("state").GetString() == "failed");
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}");
        var page = dashboard.Page;
        await Expect(page.GetByText("No epoch has finished yet")).ToHaveCountAsync(0);
        await Expect(page.GetByText("The job ended before its first epoch was complete")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Try a lower learning rate" }).ClickAsync();
        await Expect(page.GetByLabel("Learning rate", new() { Exact = true })).ToHaveValueAsync("100000");

        // The known kind of the error is translated.
        await using var chinese = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}", language: "zh-CN");
        await Expect(chinese.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("训练发散");
        await chinese.Page.GetByRole(AriaRole.Tab, new() { Name = "报告" }).ClickAsync();
        await Expect(chinese.Page.Locator("[data-kind=divergence]")).ToContainTextAsync("当时的学习率为 1,000,000。");
        await Expect(chinese.Page.Locator("main [lang=en]")).ToHaveCountAsync(0);
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_finding_has_its_figures_in_Chinese_and_leaves_out_sentences_without_figures()
    {
        await using var chinese = await Dashboard.OpenAsync(chromium, service.Address, language: "zh-CN");

        var texts = await chinese.Page.EvaluateAsync<string[]>("""
            async () => {
              const { diagnosis } = await import("/jobs/report/diagnosis.js");
              const findings = [
                { kind: "overfitting", message: "The loss.", numbers: { train: 0.012345, validation: 0.5, baseline: 1234.5 } },
                { kind: "majorityOnly", message: "The network.", numbers: { rows: 12345, classShare: 0.625 }, names: { class: ["ring"] } },
                { kind: "missingClass", message: "No rows.", names: { unscored: ["a", "b"] } },
                { kind: "fewRows", message: "Of an earlier version." },
              ];
              return [...diagnosis({ diagnosis: findings }).querySelectorAll("li")].map((item) => item.textContent);
            }
            """);

        Assert.Contains("训练行的损失为 0.01235，验证行的损失为 0.5。对每行都给出相同预测的基线，损失为 1,235。从训练数据中", texts[0], StringComparison.Ordinal);
        Assert.Contains("全部 12,345 个评分的行都被预测为最常见的类别“ring”。准确率 62.5% 只是", texts[1], StringComparison.Ordinal);
        Assert.Contains("没有评分行的类别：a、b。没有训练数据的类别学不会", texts[2], StringComparison.Ordinal);
        Assert.EndsWith("Of an earlier version.", texts[3], StringComparison.Ordinal);
        chinese.AssertNoProblems();
    }
}

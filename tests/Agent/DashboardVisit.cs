using System.Text.RegularExpressions;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Support.UI;

namespace TcpResets.Tests.Agent;

/// <summary>What a person sees in a real browser while the alert is raised. The screenshots are kept in tests/Artefacts.</summary>
internal sealed record DashboardVisit(bool ChartIsDrawn, IReadOnlyList<string> RaisedAlarms, string GuideTitle, string GuideAddress)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Opens the dashboard at the chart, then the raised alarms, then the address that stands in the alarm.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="name">What the names of the screenshots begin with.</param>
    public static DashboardVisit Make(NetdataAgent agent, string name)
    {
        string profile = Directory.CreateTempSubdirectory("tcp-resets-browser.").FullName;
        ChromeOptions options = new() { BinaryLocation = Wrapper(agent, profile) };
        options.AddArguments(
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
            $"--user-data-dir={Path.Join(profile, "data")}", "--window-size=1400,1000");
        using ChromeDriverService service = ChromeDriverService.CreateDefaultService("/usr/bin", "chromedriver");
        using ChromeDriver browser = new(service, options, TimeSpan.FromMinutes(2));
        try
        {
            return Visit(browser, name);
        }
        finally
        {
            browser.Quit();
            Directory.Delete(profile, recursive: true);
        }
    }

    private static DashboardVisit Visit(ChromeDriver browser, string name)
    {
        WebDriverWait wait = new(browser, Patience);
        browser.Navigate().GoToUrl($"{NetdataAgent.Address}/#menu_ipv4_submenu_tcp;after=-120;before=0;theme=slate");
        IWebElement chart = wait.Until(page => page.FindElements(By.CssSelector("[data-netdata='ipv4.tcp_resets']")).FirstOrDefault())
            ?? throw new InvalidOperationException("the dashboard has no chart ipv4.tcp_resets");
        browser.ExecuteScript("arguments[0].scrollIntoView({block: 'center'})", chart);
        bool drawn = wait.Until(_ => chart.FindElements(By.TagName("canvas")).Any(canvas => canvas.Size.Height > 50));
        Keep(browser, $"{name}-chart.png");

        // From another page, since the dashboard opens its alarms only while it loads, and not when just the fragment changes.
        browser.Navigate().GoToUrl("about:blank");
        browser.Navigate().GoToUrl($"{NetdataAgent.Address}/#menu_ipv4_submenu_tcp;theme=slate;show_alarms=true");
        string address = wait.Until(page => GuideAddressIn(page.FindElement(By.CssSelector("#alarms_active")).Text))!;

        // The alarm's name is drawn in a picture, its badge.
        string[] badges = [.. browser.FindElements(By.CssSelector("#alarms_active embed")).Select(badge => badge.GetAttribute("src")!)];
        Keep(browser, $"{name}-alert.png");

        browser.Navigate().GoToUrl(address);
        string title = wait.Until(page => page.FindElements(By.TagName("h1")).FirstOrDefault())!.Text;
        Keep(browser, $"{name}-guide.png");
        return new DashboardVisit(drawn, badges, title, browser.Url);
    }

    // Of plain text a person copies it, or clicks on it where it is a link.
    private static string? GuideAddressIn(string text) =>
        Regex.Match(text, @"http://\S+tcp_resets_received\.html(?=\s|$)") is { Success: true } found ? found.Value : null;

    // The browser, and not its driver, must be in the agent's network namespace; the driver speaks to it through a pipe.
    private static string Wrapper(NetdataAgent agent, string directory)
    {
        string path = Path.Join(directory, "chromium");
        File.WriteAllText(path, $"#!/bin/sh\nexec ip netns exec {agent.Namespace} /usr/bin/chromium \"$@\"\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    private static void Keep(ChromeDriver browser, string name)
    {
        string directory = Path.Join(Repository.Root, "tests", "Artefacts");
        Directory.CreateDirectory(directory);
        browser.GetScreenshot().SaveAsFile(Path.Join(directory, name));
    }
}

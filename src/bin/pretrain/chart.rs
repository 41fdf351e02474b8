//! Precision against recall, as an SVG that can be read on light and on dark ground.

use std::io;

use plotters::element::DashedPathElement;
use plotters::prelude::*;
use plotters::style::RGBColor;

/// A line of the chart, drawn from left to right.
pub struct Line {
    /// What the legend calls it.
    pub name: &'static str,
    /// x and y, both in 0…1.
    pub points: Vec<[f64; 2]>,
}

/// Width and height.
const SIZE: (u32, u32) = (640, 400);
const FONT: &str = "system-ui, sans-serif";

/// Colours, told apart by all eyes (after Okabe & Ito), on light and on dark ground.
struct Tone {
    light: RGBColor,
    dark: &'static str,
}

const BLUE: Tone = tone(0x00, 0x68, 0xa8, "#56b4e9");
const ORANGE: Tone = tone(0xb3, 0x47, 0x00, "#f0934e");
const GREY: Tone = tone(0x76, 0x76, 0x76, "#999");
const TEXT: Tone = tone(0x44, 0x44, 0x44, "#bbb");
const GRID: Tone = tone(0xdd, 0xdd, 0xdd, "#444");

/// The tones of four lines, and how long their dashes and the gaps between these are.
const STYLES: [(Tone, [u32; 2]); 4] = [
    (BLUE, SOLID),
    (ORANGE, SOLID),
    (ORANGE, [6, 4]),
    (GREY, [2, 3]),
];
/// A dash longer than any line.
const SOLID: [u32; 2] = [10_000, 0];

const fn tone(red: u8, green: u8, blue: u8, dark: &'static str) -> Tone {
    let light = RGBColor(red, green, blue);
    Tone { light, dark }
}

/// Up to four lines over a grid.
pub fn draw(lines: &[Line]) -> String {
    let mut svg = String::new();
    plot(lines, SVGBackend::with_string(&mut svg, SIZE)).expect("a chart in memory");
    let about = format!(
        " role=\"img\">\n<title>Precision against recall</title>\n{}",
        style()
    );
    svg.replacen('>', &about, 1)
}

/// What turns the colours that are written on each element into those for dark ground.
fn style() -> String {
    let rules = [BLUE, ORANGE, GREY, TEXT, GRID].map(|Tone { light, dark }| {
        let RGBColor(red, green, blue) = light;
        let written = format!("#{red:02X}{green:02X}{blue:02X}");
        format!("[stroke=\"{written}\"]{{stroke:{dark}}}[fill=\"{written}\"]{{fill:{dark}}}")
    });
    let rules = rules.concat();
    format!("<style>@media(prefers-color-scheme:dark){{{rules}}}</style>")
}

fn plot(lines: &[Line], backend: SVGBackend<'_>) -> Result<(), DrawingAreaErrorKind<io::Error>> {
    let area = backend.into_drawing_area();
    let percent = 0.0..100.0;
    let mut chart = ChartBuilder::on(&area)
        .margin(16)
        .x_label_area_size(44)
        .y_label_area_size(52)
        .build_cartesian_2d(percent.clone(), percent)?;
    let number = |value: &f64| format!("{value:.0}");
    chart
        .configure_mesh()
        .x_labels(6)
        .y_labels(6)
        .max_light_lines(1)
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID.light)
        .axis_style(GRID.light)
        .x_label_formatter(&number)
        .y_label_formatter(&number)
        .label_style((FONT, 16, &TEXT.light))
        .x_desc("Recall, %")
        .y_desc("Precision, %")
        .draw()?;
    for (line, (tone, [dash, gap])) in lines.iter().zip(STYLES) {
        let style = tone.light.stroke_width(2);
        let points: Vec<(f64, f64)> = line
            .points
            .iter()
            .map(|[x, y]| (100.0 * x, 100.0 * y))
            .collect();
        chart
            .draw_series([DashedPathElement::new(points, dash, gap, style)])?
            .label(line.name)
            .legend(move |(x, y)| DashedPathElement::new([(x, y), (x + 24, y)], dash, gap, style));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::LowerLeft)
        .legend_area_size(32)
        .margin(16)
        .label_font((FONT, 16, &TEXT.light))
        .draw()?;
    area.present()
}

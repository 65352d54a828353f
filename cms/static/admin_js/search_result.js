// Shows the search result as it is written, and how much of the title and the description search engines show.
(() => {
  const field = (name) => document.getElementById(`id_${name}`);

  class SearchResult extends window.StimulusModule.Controller {
    static targets = ["title", "description"];

    static values = {
      titleTemplate: String,
      descriptionTemplate: String,
      separator: String,
      site: String,
      tagline: String,
      longestTitle: Number,
      longestDescription: Number,
      fits: String,
      long: String,
      empty: String,
      nothing: String,
    };

    connect() {
      this.fields = [field("title"), field("seo_title"), field("summary"), field("search_description")];
      this.measureTitle = this.meterFor(field("seo_title"), this.longestTitleValue);
      this.measureDescription = this.meterFor(field("search_description"), this.longestDescriptionValue);
      this.show = this.show.bind(this);
      for (const input of this.fields) input?.addEventListener("input", this.show);
      this.show();
    }

    disconnect() {
      for (const input of this.fields) input?.removeEventListener("input", this.show);
    }

    show() {
      const title = field("seo_title").value;
      const description = field("search_description").value;
      const summary = field("summary")?.value.trim() ?? "";
      const words = { title: title || field("title").value, site: this.siteValue, tagline: this.taglineValue, summary };
      const standIn = summary && this.shortened(this.fill(this.descriptionTemplateValue, words));
      this.titleTarget.textContent = this.fill(this.titleTemplateValue, words);
      this.descriptionTarget.textContent = description || standIn || this.nothingValue;
      this.measureTitle(title);
      this.measureDescription(description);
    }

    // As cms.seo.head.fill and cms.seo.head.shortened.
    fill(template, words) {
      const parts = template.split("{sep}").map((part) =>
        part
          .replace(/\{(\w+)\}/g, (_, name) => words[name] ?? "")
          .replace(/\s+/g, " ")
          .trim(),
      );
      return [...new Set(parts.filter(Boolean))].join(` ${this.separatorValue} `);
    }

    shortened(text) {
      const limit = this.longestDescriptionValue;
      return text.length > limit ? `${text.slice(0, limit).replace(/\s\S*$/, "")}…` : text;
    }

    meterFor(input, limit) {
      const place = document.createElement("div");
      const meter = document.createElement("meter");
      const words = document.createElement("span");
      place.className = "length-meter";
      Object.assign(meter, { max: limit * 1.5, high: limit, optimum: limit / 2, ariaHidden: "true" });
      words.id = `${input.id}-length`;
      place.append(meter, words);
      input.after(place);
      input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") ?? ""} ${words.id}`.trim());
      return (text) => {
        const number = [...text].length;
        const sentence = number === 0 ? this.emptyValue : number > limit ? this.longValue : this.fitsValue;
        meter.value = number;
        words.textContent = sentence.replace("{number}", number).replace("{limit}", limit);
      };
    }
  }

  window.wagtail.app.register("search-result", SearchResult);
})();
